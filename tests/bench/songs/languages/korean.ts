import { type Language, listLines, listWords } from "./language.ts";

export const KOREAN: Language = {
  name: "Korean",
  share: 18,
  words: listWords(`
    사랑 마음 밤 꿈 하늘 꽃 그대 나 너 바다 바람 비 달 별 봄 여름 가을 겨울 아침 눈물 길 빛 그림자
    눈 노래 목소리 편지 약속 기억 미래 세상 시간 내일 어제 오늘 영원 기적 운명 비밀 소녀 소년 천사
    악마 청춘 고향 서울 부산 항구 기차 거리 창문 방 거울 문 날개 새 나비 고양이 숲 강 산 섬 태양
    우주 무지개 불꽃 얼음 천둥 노을 자정 안녕 고마워 미안해 친구 엄마 아빠 인형 사진 커피 술 춤
    이별 만남 그리움 외로움 슬픔 행복 자유 희망 열정 미소 사막 계단 골목 첫사랑 소나기 진달래 장미
    해바라기 동백 아리랑 나그네 인연 당신 우리 사람 이름 소리 여행 바보 거짓말 진실 마지막 하루`),
  phrases: listLines(`
    W
    W
    W W
    W의 W
    나의 W
    너의 W
    W에게
    W처럼
    W 속으로
    W이 온다
    W을 기다리며
    다시 W
    그 W W
    R
    R의 W
    W 없는 W
    W보다 W
    마지막 W
    W와 W
    잘 가 W
    사랑해 W
    W 위에서`),
  firstNames: listWords(`
    민수 지은 영호 수진 철수 영희 민준 서연 지훈 하은 성민 유진 동현 미영 재석 보아 태현 나영 용필
    미자 창식 은미 광석 소라 종신 선희 승철 예진 상우 지아`),
  surnames: listWords(`
    김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 전 홍 고 문 양 손 배 백 허 유 남 심
    노 하 곽 성 차 주 우 구 민`),
  places: listWords(`서울 부산 대구 광주 인천 제주 목포 춘천 여수 강릉`),
  bands: listLines(`
    SF
    SF
    SF
    SF
    R
    R W
    W들
    P 시립교향악단
    W 밴드`),
  onsets: listWords(`
    가 나 다 라 마 바 사 아 자 차 카 타 파 하 고 노 도 로 모 보 소 오 조 호 구 누 두 루 무 부 수 우 주
    기 니 디 리 미 비 시 이 지 치 히 거 너 더 러 머 버 서 어 저 허`),
  nuclei: listWords(`라 리 루 로 나 니 은 린 진 란 민 온 연 현 별 솔`),
  endings: listWords(`아 이 림 람 울 솔 별 나 라 리 온 은`),
  capitals: "none",
  remarks: listLines(`
    (Live)
    (Inst.)
    (Remix)
    (Acoustic Ver.)
    (리마스터 %y)`),
};
